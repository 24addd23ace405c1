/** 架空の利用者のページの言葉（日本語）。 */
import type { Piece } from "../piece.ts";
import type { TestPeopleWords } from "./en.ts";

export const testPeopleJa: TestPeopleWords = {
  testPeople: {
    title: "架空の利用者",
    lead: "テスト用に作る架空の利用者です。テスト用アプリはブラウザーなしで許可を受けられます。どこにもログインできず、本番環境には存在しません。",
    none: "架空の利用者はまだいません",
    noneMeans: "ここまたはテストの中で作り、本人に代わって許可・拒否を決めてください。",
    made: (day: Piece): Piece[] => ["作成日：", day],
    delete: "削除",
    add: "架空の利用者を作る",
    name: "名前",
    nameHint: "アプリに伝えられる、この利用者の名前です。",
    email: "メールアドレス",
    emailHint: "任意。アプリが求めたときに伝えられます。メールが送られることはありません。",
    submit: "作成",
    inTests: "テストの中で",
    inTestsMeans: (scope: Piece): Piece[] => [
      "一度の呼び出しで架空の利用者に代わって決定し、ブラウザーが持ち帰るはずのもの（コード付きのアドレス、または拒否）を返します。プログラムには権限",
      scope,
      "を持つトークンが必要です。",
    ],
    more: "詳しくはガイドへ",
    off: "ここでは管理APIが無効です。このAPIを提供する会社に有効化を依頼してください。",
    example: "例",
  },
};
