/** CPU time of this process per answered request, 32 at once, every answer looked at. Microseconds. */
export async function measure(app, { fields, heard }, requests) {
  let left = requests;
  const before = process.cpuUsage();
  const line = async () => {
    while (left-- > 0) {
      const asked = fields();
      const { held: _, ...form } = asked;
      const answer = await app.inject({
        method: "POST",
        url: "/oauth/token",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams(form).toString(),
      });
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      heard(asked, answer.json());
    }
  };
  await Promise.all(Array.from({ length: 32 }, line));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}
