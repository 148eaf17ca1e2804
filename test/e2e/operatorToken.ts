/** A token of the trial's operator. */
export async function operatorToken(url: string): Promise<string> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      grant_type: "client_credentials",
      client_id: "operator",
      client_secret: "operator-secret",
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
