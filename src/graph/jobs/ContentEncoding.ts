import { registerEnumType } from "type-graphql";

export const ContentEncoding = { TEXT: "TEXT", BASE64: "BASE64" } as const;

registerEnumType(ContentEncoding, {
  name: "ContentEncoding",
  description: "How the bytes of a file are written into a text.",
  valuesConfig: {
    TEXT: { description: "As they are; the file is UTF-8." },
    BASE64: { description: "In base64 (RFC 4648), line breaks allowed; for any file." },
  },
});
