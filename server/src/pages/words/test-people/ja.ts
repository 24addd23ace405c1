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
  testPrograms: {
    title: "テスト用プログラム",
    lead: "このプログラムとして、テストの中で架空の利用者を作り、その代わりに決定します。",
    allows: (scope: Piece): Piece[] => [
      "どれもこの組織のすべてのアプリに、テスト環境でのみ、権限 ",
      scope,
      " だけで働きます。",
    ],
    none: "テスト用プログラムはまだありません",
    noneMeans: "テストを実行する場所ごとに作ると、一つずつ取り消せます。",
    added: (day: Piece): Piece[] => ["作成日：", day],
    used: (day: Piece): Piece[] => ["最終使用日：", day],
    unused: "まだ使われていません",
    revoke: "取り消す",
    add: "テスト用プログラムを作る",
    name: "プログラムの名前",
    nameHint: "実行する場所。例：パイプラインの名前。",
    submit: "プログラムを作成",
    created: "テスト用プログラムを作成しました",
  },
};
