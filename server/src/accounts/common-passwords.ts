/** NIST SP 800-63B §3.1.1.2 — the commonest passwords of eight characters and more: what is tried first. */

const COMMONEST = `
00000000 11111111 111111111 1111111111 12121212 12341234 123123123 12344321 12345678 123456789 1234567890 1234567891
0123456789 0987654321 87654321 987654321 9876543210 11223344 1122334455 88888888 99999999 31415926 147258369 789456123
1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 q1w2e3r4t5 zaq12wsx qazwsxedc qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop
asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123 asdf1234 abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4 aa123456 a1234567 a12345678
password password1 password12 password123 password1234 password! password1! passw0rd p@ssw0rd p@ssword pa$$word pa55word
passwort passwort1 motdepasse contraseña wachtwoord geheim123 iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1
football football1 baseball baseball1 basketball superman superman1 spiderman starwars startrek pokemon1 pokemon123 trustno1
whatever computer computer1 internet samsung1 michelle jennifer jessica1 charlie1 michael1 jordan23 liverpool liverpool1
chocolate butterfly blink182 metallica ferrari1 corvette mercedes mustang1 midnight victoria elizabeth
welcome1 welcome123 letmein1 letmein123 changeme changeme1 changeme123 admin123 admin1234 administrator root1234 test1234
testtest guest123 default1 secret123 master123 dragon123 monkey123 shadow123 hello123 hello1234 login123 welcome2024 welcome2025
welcome2026 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2026 autumn2026
`;

const KNOWN: ReadonlySet<string> = new Set(COMMONEST.trim().split(/\s+/));

/** Whether a password is one that everybody tries, in whatever case. */
export function isCommonPassword(password: string): boolean {
  return KNOWN.has(password.normalize("NFKC").toLowerCase());
}
