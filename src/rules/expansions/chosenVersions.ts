/** Where something is read, and what references call the version: a label, `HEAD`, or nothing at all. */
interface PinLike {
  readonly id: number;
  readonly label: string;
  readonly revision: number;
  readonly ordinal: number | null;
}

/** A version of a code system that is chosen for an expansion. */
export interface ChosenVersion {
  readonly id: number;
  readonly revision: number;
  /** Null: HEAD. */
  readonly ordinal: number | null;
  /** Read by all references to the code system; otherwise by those that name no version. */
  readonly forced: boolean;
}

/** Whether references name the version: those that take the newest, or read everything, do not. */
function namesVersion({ label }: PinLike): boolean {
  return label !== "" && !label.startsWith("*");
}

/**
 * Where an expansion reads its code systems. Where several versions of one are chosen all of them are read:
 * there are as many lists as the code system with the most has, and always one.
 */
export function chosenPins<Pin extends PinLike>(
  pins: readonly Pin[],
  chosen: readonly ChosenVersion[],
): readonly (readonly Pin[])[] {
  const of = (id: number, forced: boolean) =>
    chosen.filter((one) => one.id === id && one.forced === forced);
  const most = Math.max(1, ...chosen.map(({ id, forced }) => of(id, forced).length));
  return Array.from({ length: most }, (_, at) =>
    pins.map((pin): Pin => {
      const forced = of(pin.id, true);
      const asked = forced.length > 0 ? forced : namesVersion(pin) ? [] : of(pin.id, false);
      const choice = asked[Math.min(at, asked.length - 1)];
      return choice ? { ...pin, revision: choice.revision, ordinal: choice.ordinal } : pin;
    }),
  );
}

/** Label of a version of a code system that references name and that is another than one; null: there is none. */
export function otherNamedVersion(
  pins: readonly PinLike[],
  { id, revision, ordinal }: Omit<ChosenVersion, "forced">,
): string | null {
  const other = pins.find(
    (pin) =>
      pin.id === id && namesVersion(pin) && (pin.revision !== revision || pin.ordinal !== ordinal),
  );
  return other?.label ?? null;
}
