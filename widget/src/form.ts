import { h, setText } from "./dom";
import { LONGEST_ANSWER, LONGEST_NAME } from "./contract";
import type { Words } from "./strings";

export interface Field {
  name: string;
  label: string;
  required: boolean;
  /** In characters; a long one gets room for lines. */
  longest?: number;
  autocomplete?: string;
  /** Value and label; the one in the middle is chosen from the start. */
  choices?: [string, string][];
}

export interface Form {
  element: HTMLFormElement;
  focus(): void;
  update(busy: boolean, failure: string): void;
}

export const createForm = (
  words: Words,
  intro: string,
  fields: Field[],
  submitLabel: string,
  onSubmit: (values: Record<string, string>) => void,
): Form => {
  const checks: (() => HTMLElement | false)[] = [];

  const inputOf = ({ name, label, required, longest = LONGEST_NAME, autocomplete, choices }: Field, index: number) => {
    const id = `f${index}`;
    const problem = h("p.warn", { id: id + "p" });
    const input = h(
      choices ? "select" : longest > LONGEST_ANSWER ? "textarea" : "input",
      {
        id,
        name,
        dir: "auto",
        maxlength: longest,
        autocomplete: autocomplete ?? "on",
        "aria-required": required,
        "aria-describedby": problem.id,
      },
      ...(choices ?? []).map(([value, text], position) => h("option", { value, selected: position === 1 && "" }, text)),
    );
    checks.push(() => {
      const missing = required && !input.value.trim();
      input.ariaInvalid = `${missing}`;
      setText(problem, missing ? words.required : "");
      return missing && input;
    });
    return [h("label", { for: id }, h("bdi", {}, label), required ? "" : ` ${words.optional}`), input, problem];
  };

  const failure = h("p.warn", { role: "alert" });
  const submit = h(
    "button.primary",
    {
      // Also when Enter is pressed in a field.
      click(event: Event) {
        event.preventDefault();
        const wrong = checks.map((check) => check()).find(Boolean);
        if (wrong) return wrong.focus();
        if (submit.ariaDisabled === "true") return;
        const values = [...new FormData(element)].map(([name, value]) => [name, `${value}`.trim()]);
        onSubmit(Object.fromEntries(values.filter(([, value]) => value)));
      },
    },
    submitLabel,
  );

  const element = h("form", {}, h("p", { dir: "auto" }, intro), ...fields.flatMap(inputOf), failure, submit);

  return {
    element,
    focus: () => (element.elements[0] as HTMLElement).focus(),
    update(busy, problem) {
      submit.ariaDisabled = `${busy}`;
      setText(failure, problem);
    },
  };
};
