/** Whether the last digit of a term's code is the one that follows from the others. */
function isRight(code: string): boolean {
  const [, digits = "", check] = /^(\d+)-(\d)$/.exec(code) ?? [];
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10) === check;
}

/** Looks whether the codes of terms are typed right. */
export class CheckDigits {
  private wrong = 0;
  private first = "";

  look(code: string): void {
    if (isRight(code)) return;
    if (this.wrong === 0) this.first = code;
    this.wrong += 1;
  }

  /** What is to be told. */
  notes(): readonly string[] {
    return this.wrong === 0
      ? []
      : [`${this.wrong} codes have a wrong check digit, ${this.first} among them`];
  }
}
