import type { Requests, Target } from "./protocol.js";

/** The whole text of an HTTP request. */
export function requestText({ host, port, path, headers }: Target, body: string): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}:${port}`,
    "content-type: application/json",
    "accept: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** What is sent for a set of variables. */
export function bodyText(document: string | null, variables: unknown): string {
  return JSON.stringify(document === null ? { variables } : { query: document, variables });
}

/** All requests as they go out. */
export function requestTexts({ target, document, variables }: Requests): Buffer[] {
  return variables.map((each) => requestText(target, bodyText(document, each)));
}
