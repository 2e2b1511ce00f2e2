import type { Drawn } from './drawn.ts';
import { drawn, plain } from './drawn.ts';
import type { InkName } from './ink.ts';
import { INKS } from './ink.ts';
import type { Step } from './step.ts';
import { isCall, LANES } from './step.ts';
import { drawTall } from './tall.ts';
import type { Measure } from './text-width.ts';
import { drawWide } from './wide.ts';

/** The form of a picture: a slide of that ratio, a column for phones and portrait pages, or as high as it must be. */
export type Format = '16:9' | '4:3' | 'tall' | 'strip';

/** How a picture is drawn. */
export interface PictureOptions {
  readonly title: string;
  /** At the top right: whose calls these are. */
  readonly subject: string;
  readonly ink: InkName;
  readonly format: Format;
  /** Whether each is drawn; refusals always are. */
  readonly hasAnswers: boolean;
  readonly hasTimes: boolean;
  readonly hasReasons: boolean;
  readonly measure: Measure;
  /** The width at hand, in pixels, so that no word is smaller than 11 of them. Default: a screen's. */
  readonly room?: number | undefined;
}

/** The whole picture: an `svg` that needs nothing beside it. */
export function drawPicture(steps: readonly Step[], options: PictureOptions): Drawn {
  const { width, height, parts } = options.format === 'tall' ? drawTall(steps, options) : drawWide(steps, options);
  return drawn(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${String(Math.round(width))} ${String(Math.round(height))}`,
      width: Math.round(width),
      height: Math.round(height),
      role: 'img',
      'aria-label': plain(`Sequence diagram: ${options.title}. ${storyOf(steps)}`),
      fill: 'none',
    },
    drawn('title', {}, plain(options.title)),
    drawn('rect', { width: Math.round(width), height: Math.round(height), fill: INKS[options.ink].ground }),
    ...parts,
  );
}

/** The same in words, for whoever cannot see it. */
function storyOf(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (!isCall(step)) return `${step.band}.`;
      const [asker] = LANES[step.from];
      const [asked] = LANES[step.to];
      const { trouble } = step;
      const code = trouble?.code === step.words ? '' : ` ${trouble?.code ?? ''}`;
      const answer = trouble === undefined ? '' : `${code}, ${trouble.why ?? 'refused'}`;
      return `${asker} and ${asked}: ${step.words}${answer}.`;
    })
    .join(' ');
}
