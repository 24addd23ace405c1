/** The words around the guide in Japanese. */
import type { Piece } from "../piece.ts";
import type { GuideWords } from "./en.ts";

export const guideJa: GuideWords = {
  guide: {
    title: "連携ガイド",
    heading: (company: Piece): Piece[] => [company, "との連携開発"],
    contents: "目次",
    skip: "本文へ移動",
    markdown: "このガイドのMarkdown版",
    inEnglish: "このガイドの本文は英語です。",
    language: "サンプルの言語",
    yourApps: "あなたのテストアプリの値を使ったサンプル：",
    copy: "コピー",
    copied: "コピーしました",
    verified: (day: Piece, runtime: Piece): Piece[] => ["最終検証日", day, "（", runtime, "）"],
    unverified: "まだテストで実行されていません。",
    sections: {
      start: "概要",
      register: "アプリの登録",
      environments: "テスト環境と本番環境",
      authorize: "利用者にアクセスを求める",
      exchange: "コードをトークンに交換する",
      refresh: "トークンを更新する",
      machine: "マシン用のトークン",
      device: "キーボードのない機器",
      "token-exchange": "利用者の呼び出しを引き継ぐ",
      call: "APIを呼び出す",
      routes: "スコープとルート",
      details: "詳細を指定した許可",
      versions: "バージョン",
      tokens: "トークンの安全な管理",
      "redirect-uris": "リダイレクトURI",
      identity: "ログインした人の情報",
      logout: "ログアウト",
      keys: "シークレットより強い方法",
      ci: "CIで使う",
      errors: "エラー",
      limits: "制限",
      endpoints: "すべてのアドレス",
    },
  },
};
