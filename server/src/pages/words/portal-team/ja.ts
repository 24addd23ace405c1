/** The words of the pages about an organisation and its members, in Japanese. */
import type { PortalTeamWords } from "./en.ts";

export const portalTeamJa: PortalTeamWords = {
  team: {
    title: "メンバー",
    lead: "この組織のアプリを管理する人です。",
    invite: "招待する",
    members: "メンバー一覧",
    you: "自分",
    since: (day) => ["参加日：", day],
    change: "変更",
    leave: "離れる",
    invitations: "送信済みの招待",
    until: (day) => ["有効期限：", day],
    withdraw: "取り消す",
    none: "現在、招待中の人はいません。",
  },
  invite: {
    title: "メンバーを招待",
    lead: "リンク付きのメールを送ります。リンクは1回だけ、1週間、このアドレスに限って使えます。",
    email: "メールアドレス",
    emailHint: "このアドレスのアカウントが必要です。なければ途中で作成できます。",
    role: "何ができるようにしますか？",
    submit: "招待を送信",
  },
  member: {
    title: "役割を変更",
    role: "この人は何ができますか？",
    submit: "役割を保存",
    handOver: "組織を引き継ぐには、先に別の人をオーナーにします。その人があなたの役割を変更できます。",
    remove: "組織から外す",
    removeMeans: "アプリへのアクセスはすぐに終了します。あらためて招待できます。",
    removeSubmit: "メンバーを外す",
  },
  accept: {
    title: "組織に参加",
    lead: (organisation) => [organisation, "に招待されています。"],
    as: "このアカウントで参加します",
    submit: "招待を受ける",
    later: "後で",
    otherAccount: "別のアカウントを使う",
  },
  organisation: {
    title: "組織の設定",
    name: "名前",
    verified: (company) => [company, "による確認済みです。利用者がアプリを許可するときに表示されます。"],
    unverified: (company) => [
      "まだ",
      company,
      "による確認を受けていません。利用者がアプリを許可するときに表示されます。",
    ],
    rename: "名前を変更",
    renameTitle: "組織の名前を変更",
    renameLead:
      "利用者がアプリを許可するときに表示されます。確認済みの組織は、あらためて確認を受ける必要があります。",
    leave: "この組織を離れる",
    leaveMeans: "アプリを利用できなくなります。最後のオーナーは離れられません。",
  },
};
