/** The words of the letters in Japanese. */
import type { LetterWords } from "./en.ts";

export const lettersJa: LetterWords = {
  letters: {
    enterCode: "コードを請求したページで、次のコードを入力してください。",
    valid: (length) => `有効期限は${length}です。`,
    neverTell: "このコードは誰にも教えないでください。電話やチャットでお尋ねすることはありません。",
    ignore: "お心当たりがない場合は、何もする必要はありません。",
    signUp: {
      subject: (company) => `${company}のコード`,
      lead: (company) => `${company}のアカウントを作成しようとしています。`,
      link: "または、このページを開いてください。",
    },
    newEmail: { lead: (company) => `${company}のアカウントのメールアドレスを変更しようとしています。` },
    reset: {
      subject: (company) => `${company}の新しいパスワード`,
      lead: (company) => `${company}の新しいパスワードを設定しようとしています。`,
      link: "または、このページを開いてください。",
    },
    invitation: {
      subject: (company) => `${company}への招待`,
      lead: (company) => `${company}のアカウントを作成するよう招待されています。`,
      link: "始めるには、このページを開いてください。",
    },
    membership: {
      subject: (organisation, company) => `${company}の${organisation}への招待`,
      lead: (from, place) => `${from}さんから、${place}のアプリを一緒に管理するよう招待されています。`,
      link: "次のページを開き、このアドレスのアカウントで参加してください：",
      somebody: "メンバー",
      place: (organisation, company) => `${company}の${organisation}`,
    },
    known: {
      subject: (company) => `${company}のアカウントはすでにあります`,
      lead: (company) =>
        `このアドレスで${company}の新しいアカウントが請求されましたが、すでにアカウントをお持ちです。`,
      link: "ログインや新しいパスワードの設定はこちらです。",
    },
    unknown: {
      subject: (company) => `${company}のアカウントがありません`,
      lead: (company) =>
        `${company}の新しいパスワードが請求されましたが、このアドレスのアカウントはありません。別のアドレスをお使いかもしれません。`,
      link: "別のアドレスはこちらで試せます。",
    },
    changed: {
      subject: (company) => `${company}のアカウントが変更されました`,
      link: "アカウントの保護の状態はこちらです。",
      notYou:
        "ご本人による変更でない場合は、すぐに新しいパスワードを設定し、心当たりのないセッションをすべて終了してください。",
    },
    changes: {
      email: "アカウントのメールアドレスが変更されました。このメールは変更前のアドレスに送信しています。",
      password: "パスワードが変更されました。",
      passkey: "アカウントにパスキーが追加されました。",
      twoStepOn: "ログイン時にアプリのコードを確認するようになりました。",
      twoStepOff: "ログイン時にアプリのコードを確認しなくなりました。",
      passkeyRemoved: "アカウントからパスキーが削除されました。",
      recovery: "アカウントへのログインに復旧コードが使われました。",
      recoveryMade: "アカウントの復旧コードが新しく作成されました。以前のコードは使えません。",
    },
  },
};
