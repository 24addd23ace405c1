/** What can be wrong with a field, in Japanese, by the sentence that the desk says. */
export const troublesJa: Readonly<Record<string, string>> = {
  "Write the address in plain ASCII, without spaces.": "アドレスは空白なしのASCII文字で書いてください。",
  "The address is longer than 2048 characters.": "アドレスが2048文字を超えています。",
  "Wildcards are not possible: register each address.":
    "ワイルドカードは使えません。アドレスを1つずつ登録してください。",
  "Remove the fragment (# and what follows).": "フラグメント（#以降）を削除してください。",
  "The address holds a character that no URL may have.": "URLに使えない文字が含まれています。",
  "This is not an absolute URL.": "完全なURLではありません。",
  "This scheme can run or read things and is never allowed.":
    "このスキームは実行や読み取りができるため、使えません。",
  "Remove the user name or password before the host.":
    "ホストの前のユーザー名やパスワードを削除してください。",
  "Write the address as https:// and a host.": "アドレスはhttps://とホストで書いてください。",
  "Use https. Plain http is only possible for 127.0.0.1, [::1] and localhost.":
    "httpsを使ってください。httpは127.0.0.1、[::1]、localhostだけで使えます。",
  "Write scheme and host in lower case, no default port, and no dot segments.":
    "スキームとホストは小文字で、既定のポートやドットの区切りなしで書いてください。",
  "Use https. Other schemes are for native apps.":
    "httpsを使ってください。ほかのスキームはネイティブアプリ用です。",
  "A private scheme must be a reversed domain name of yours, like com.example.app:/callback.":
    "独自スキームは、com.example.app:/callbackのように自分のドメインを逆順にしたものにしてください。",
  "Write the scheme in lower case.": "スキームは小文字で書いてください。",
  "Give the app a name of 1 to 80 characters.": "アプリの名前は1～80文字にしてください。",
  "Give a name of 1 to 80 characters.": "名前は1～80文字にしてください。",
  "The name holds an invisible character.": "名前に目に見えない文字が含まれています。",
  "Choose at least one grant.": "トークンの取得方法を1つ以上選んでください。",
  "client_credentials needs an app that can keep a secret.":
    "client_credentialsは、秘密を保管できるアプリだけが使えます。",
  "refresh_token needs authorization_code or the device grant.":
    "更新するには、利用者が許可する方法も必要です。",
  "authorization_code needs at least one redirect URI.":
    "利用者が戻るためのリダイレクトURIが1つ以上必要です。",
  "A redirect URI is there twice.": "同じリダイレクトURIが2回あります。",
  "A scope is not in the catalogue of this API.": "このAPIにない権限が含まれています。",
  "Give an e-mail address.": "メールアドレスを入力してください。",
  "This field is needed.": "この項目は必須です。",
  "Choose one of these.": "いずれか1つを選んでください。",
  "Say in a sentence what your app does.": "アプリが何をするかを一文で書いてください。",
  "This is not the name of the app. Type it exactly as it stands above.":
    "アプリの名前と一致しません。上の表示のとおりに入力してください。",
  "Remove the query parameter code: the answer brings its own.":
    "クエリパラメーターcodeを削除してください。応答に含まれます。",
  "Remove the query parameter state: the answer brings its own.":
    "クエリパラメーターstateを削除してください。応答に含まれます。",
  "Remove the query parameter error: the answer brings its own.":
    "クエリパラメーターerrorを削除してください。応答に含まれます。",
  "Remove the query parameter error_description: the answer brings its own.":
    "クエリパラメーターerror_descriptionを削除してください。応答に含まれます。",
  "Remove the query parameter error_uri: the answer brings its own.":
    "クエリパラメーターerror_uriを削除してください。応答に含まれます。",
  "Remove the query parameter iss: the answer brings its own.":
    "クエリパラメーターissを削除してください。応答に含まれます。",
  "Remove the query parameter response: the answer brings its own.":
    "クエリパラメーターresponseを削除してください。応答に含まれます。",
  "Write the colour as # and six digits, like #2d49c8.": "色は#2d49c8のように、#と6桁で書いてください。",
  "Choose the colour of light pages as well.": "明るいページの色も選んでください。",
  "On light pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.":
    "明るいページでこの色の文字のコントラストは{ratio}:1です。4.5:1が必要です。{colour}なら足ります。",
  "On dark pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.":
    "暗いページでこの色の文字のコントラストは{ratio}:1です。4.5:1が必要です。{colour}なら足ります。",
  "There is no such picture. Send it again.": "その画像はありません。もう一度送ってください。",
  "Take a picture in PNG, JPEG or WebP.": "PNG、JPEG、WebPの画像を選んでください。",
  "Take a picture that does not move.": "動かない画像を選んでください。",
  "Each side is 24 to 2048 pixels long, and none eight times as long as the other.":
    "各辺は24～2048ピクセルで、一辺がもう一辺の8倍を超えないようにしてください。",
  "The picture is larger than 200 KiB.": "画像が200 KiBを超えています。",
  "Write 1 to 128 printable characters without space, quote and backslash.":
    "空白、引用符、バックスラッシュを除く1～128文字で書いてください。",
  "offline_access belongs to no API: every app may be assigned it.":
    "offline_accessはAPIに属さず、どのアプリにも割り当てられます。",
  "Give the English words too.": "英語の説明も書いてください。",
  "There is a scope of this name already.": "この名前の権限はすでにあります。",
  "Give an identifier that is an absolute https address, such as https://api.example.com.":
    "APIの完全なhttpsアドレスを書いてください。",
  "Take the fragment out of the identifier (RFC 8707 §2).":
    "識別子からフラグメントを取り除いてください（RFC 8707 §2）。",
  "Take user name and password out of the identifier.":
    "識別子からユーザー名とパスワードを取り除いてください。",
  "Say what the developer should change.": "開発者が何を変えるべきかを書いてください。",
  "Choose one of the two.": "どちらかを選んでください。",
  "Give a day as 2026-11-22.": "日付は2026-11-22のように書いてください。",
  "The developer asked anew since you looked.": "開発者が新たに申請しました。",
  "The name changed since you looked.": "名前が変わりました。",
  "The organisation has another name since you looked.": "組織の名前が変わりました。",
  "The redirect URIs changed since you looked.": "リダイレクトURIが変わりました。",
  "The permissions changed since you looked.": "権限が変わりました。",
  "The ways to a token changed since you looked.": "トークンの取得方法が変わりました。",
  "A new host has to be seen by staff: add it in test, then ask for live access again.":
    "新しいホストはスタッフの確認が必要です。テストに追加してから、もう一度本番アクセスを申請してください。",
  "A new permission has to be seen by staff: add it in test, then ask for live access again.":
    "新しい権限はスタッフの確認が必要です。テストに追加してから、もう一度本番アクセスを申請してください。",
};
