/** The words about agents in Japanese. */
import type { AgentWords } from "./en.ts";

export const agentsJa: AgentWords = {
  limits: {
    title: "許可を絞ることもできます",
    lead: (host) => ["このアプリについて分かっているのは接続元だけです：", host, "。"],
    time: "期間",
    lasting: "連携を解除するまで",
    brief: (length) => `このアクセスが続く間（${length}）`,
    readOnly: "閲覧のみで、変更は許可しない",
    readOnlyMeans: "上で「閲覧のみ」と示された権限だけを渡します。",
    reads: "閲覧のみ",
    calls: "呼び出し回数",
    callsMean: "使い切ると、アプリはもう一度あなたに許可を求める必要があります。",
    anyNumber: "制限なし",
    number: (count) => `${count}回`,
    replaces: "制限を設けると、このアプリに以前与えた許可も終了します。",
  },
  activity: {
    title: "利用状況",
    heading: (app) => [app, "が行ったこと"],
    lead: "新しい順です。APIのどの部分が何回使われたかだけが記録され、データの内容は記録されません。",
    none: "まだありません",
    noneMeans: "APIからこのアプリの呼び出しが報告されると、ここに表示されます。",
    calls: (count) => `呼び出し：${count}回`,
    left: (count) => `残りの呼び出し：${count}回`,
    ends: (moment) => ["終了日時：", moment],
    ended: (moment) => ["終了しました：", moment],
    noEnd: "あなたが停止するまで有効です",
    readOnly: "閲覧のみできます",
    stop: "今すぐ停止",
    stopMeans: "アクセスはただちに終了します。アプリはもう一度許可を求めることができます。",
    back: "連携中のアプリの一覧",
  },
};
