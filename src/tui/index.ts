export type { RunController } from './controller.ts';
export { type RenderUiOptions, renderUi, type UiHandle } from './render.tsx';
export type { Quit } from './ui.ts';
