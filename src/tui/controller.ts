/** The run as the keyboard steers it; the scenario engine offers it. Absent where no scenario is played. */
export interface RunController {
  /** Holds between steps. */
  hold(): void;
  /** Goes on. */
  resume(): void;
  /** Lets one step begin while held. */
  step(): void;
  /** Answers the open prompt. */
  answer(answer: string, note?: string): void;
}
