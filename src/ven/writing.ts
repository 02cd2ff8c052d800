import { toTree, write, writeTree, type XmlElement } from '../openadr/index.ts';
import type { Personality } from './personality.ts';
import type { Sending } from './state.ts';

/** Writes messages as the personality has it, and each poll once: it is the same object as long as a registration lasts. */
export class Writing {
  readonly #personality: Personality;
  #last: { readonly sending: Sending; readonly body: string } | undefined;

  constructor(personality: Personality) {
    this.#personality = personality;
  }

  body(sending: Sending): string {
    if (this.#last?.sending === sending) return this.#last.body;
    const { message } = sending;
    const body = this.#personality.reverses.includes(message.name)
      ? writeTree(reversed(toTree(message)))
      : write(message);
    if (message.name === 'oadrPoll') this.#last = { sending, body };
    return body;
  }
}

/** The tree with all child elements in reverse order: well-formed, and against the schema wherever there are two. */
function reversed(element: XmlElement): XmlElement {
  const children = element.children.map((child) => (typeof child === 'string' ? child : reversed(child)));
  return { ...element, children: children.reverse() };
}
