import type { CustomAttribute } from "../../rules/crosswalks/content.js";
import type { Losses } from "../../rules/crosswalks/forms/losses.js";
import { ATTRIBUTE_URI } from "../../rules/crosswalks/forms/ownUris.js";
import { isArray, isObject, type Json } from "../json.js";

/**
 * The attributes in extensions of ours; of others is told that they are left out.
 * @param path of what has the extensions
 */
export function ownAttributes(
  extensions: Json | undefined,
  losses: Losses,
  path: string,
): readonly CustomAttribute[] {
  return (isArray(extensions) ? extensions : []).flatMap((extension, at) => {
    const own = ownAttribute(extension);
    if (own !== null) return [own];
    const element = path.replaceAll(/\[\d+\]/g, "").replace(/^ConceptMap\.?/, "");
    const where = `${path}.extension[${at}]`;
    const name = element === "" ? "extension" : `${element}.extension`;
    losses.add("LEFT_OUT", name, "A crosswalk has no place for extensions.", where);
    return [];
  });
}

function ownAttribute(extension: Json): CustomAttribute | null {
  if (!isObject(extension) || extension.get("url") !== ATTRIBUTE_URI) return null;
  const inner = extension.get("extension");
  const text = (name: string) => {
    const found = (isArray(inner) ? inner : []).find(
      (one) => isObject(one) && one.get("url") === name,
    );
    const value = isObject(found) ? found.get("valueString") : undefined;
    return typeof value === "string" ? value : null;
  };
  const key = text("key");
  return key === null ? null : { key, value: text("value") };
}
