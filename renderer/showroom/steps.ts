/** What is done on the page until an exhibit is as it is to be seen: as a person would, by what stands on it. */
export type Step = {
  does: 'press' | 'menu' | 'type' | 'choose' | 'await';
  /** A selector. */
  on: string;
  /** What stands in it, where there are several. */
  saying?: string;
  text?: string;
};

const FRAMES = 300;

export const take = async (steps: readonly Step[]): Promise<void> => {
  for (const step of steps) {
    act(step, await found(step));
    // what comes of it, such as where focus goes, comes before the next
    await new Promise(requestAnimationFrame);
  }
};

const found = async ({ on, saying = '' }: Step): Promise<HTMLElement> => {
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const all = [...document.querySelectorAll<HTMLElement>(on)];
    const wanted = all.find((one) => one.textContent.includes(saying) && !one.matches(':disabled'));
    if (wanted !== undefined) return wanted;
    await new Promise(requestAnimationFrame);
  }
  throw new Error(`there is no ${on} ${saying}`);
};

const act = ({ does, text = '' }: Step, element: HTMLElement): void => {
  if (does === 'press') element.click();
  else if (does === 'menu') openMenu(element);
  else if (does === 'type') type(element, text);
  else if (does === 'choose') choose(element as HTMLInputElement);
};

/** A file. What is in it does not matter: a scene makes of it what it likes. */
const choose = (chooser: HTMLInputElement): void => {
  const chosen = new DataTransfer();
  chosen.items.add(new File(['a picture'], 'picture.png', { type: 'image/png' }));
  chooser.files = chosen.files;
  chooser.dispatchEvent(new Event('change', { bubbles: true }));
};

const openMenu = (element: HTMLElement): void => {
  const { left, top, width } = element.getBoundingClientRect();
  const at = { clientX: left + Math.min(width, 240) / 2, clientY: top + 8 };
  element.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
};

/** React hears of it as of what is typed: the value is set past its own setter. */
const type = (element: HTMLElement, text: string): void => {
  const field = element as HTMLInputElement | HTMLTextAreaElement;
  const { prototype } = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
  field.focus();
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
