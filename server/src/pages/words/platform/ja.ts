/** The words about the platform in the staff console, in Japanese. */
import type { PlatformWords } from "./en.ts";

export const platformJa: PlatformWords = {
  platform: {
    branding: {
      title: "ブランド",
      lead: "すべてのページとメールの見た目です。",
      light: "明るいページ",
      dark: "暗いページ",
      contrast: (ratio) => ["コントラスト ", ratio, ":1"],
      sample: (company) => ["続けるには", company, "にログインしてください。"],
      sampleLink: "パスワードをお忘れですか？",
      sampleButton: "ログイン",
      name: "会社名",
      nameHint: "空欄の場合は設定の名前を使います。",
      accent: "色",
      accentHint:
        "#2d49c8のように書きます。空欄の場合はGatehouseの色です。文字には4.5:1のコントラストが必要です。",
      accentDark: "暗いページでの色",
      accentDarkHint: "空欄の場合は、読みやすい最も近い色合いを使います。",
      logo: "会社のロゴ",
      logoHint: "PNG、JPEG、WebP、200 KiBまで、1辺24～2048ピクセル。暗いページでは白い背景に置かれます。",
      removeLogo: "ロゴを削除",
      preview: "プレビュー",
      previewLead: "このページは、公開後のすべてのページと同じ見た目です。",
      notYet: "まだほかの人には見えません。",
      save: "すべてのページに適用",
      back: "もう一度変更する",
    },
  },
};
