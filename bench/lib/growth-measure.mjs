/** CPU time of this process per answered request, 32 at once, every answer looked at. Microseconds. */
export async function measure(app, { fields, heard }, requests, warming = false) {
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
      // What was just written in bulk is not at hand yet: then a first round may be told to come again.
      if (warming && answer.statusCode === 503) continue;
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      heard(asked, answer.json());
    }
  };
  await Promise.all(Array.from({ length: 32 }, line));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}
