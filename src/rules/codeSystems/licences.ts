import type { Viewer } from "../access/viewer.js";
import type { Failures } from "../failure.js";

/** Why a caller may not write the content of a licensed code system, or null. */
export function licenceRefusal(
  viewer: Viewer,
  { slug, licensor }: { readonly slug: string; readonly licensor: string | null },
  path: readonly string[],
): Failures | null {
  if (licensor === null || viewer.licensors.includes(licensor)) return null;
  const message = `${slug} needs a licence of ${licensor}, which none of your organizations holds.`;
  return [{ kind: "LicenseRequired", path, codeSystem: slug, licensor, message }];
}
