import { connect } from "node:net";

/**
 * Writes bytes to a port and reads what comes back, until the server or we close the connection.
 */
export function rawRequest(
  port: number,
  text: string,
  { leaveAfter = 10_000 }: { readonly leaveAfter?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => socket.destroy(), leaveAfter);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString());
    });
    socket.write(text);
  });
}
