/** The lines of lock_stat that carry no figures; wrapped and shortened ones of mails too. */

const COLUMN_TITLES = [
  'class name',
  'con-bounces',
  'contentions',
  'acq-bounces',
  'acquisitions',
  'waittime-',
  'holdtime-',
];

/** `-------------------------` below the class's name, or across the page. */
export const isRule = (line: string): boolean => isRunOf('-', line);

/** `.........................` behind a class that was waited for. */
export const isDots = (line: string): boolean => isRunOf('.', line);

/**
 *     `class name    con-bounces    contentions   waittime-min   waittime-max waittime-total ...`
 *     `timestamp: 1384178443.123456789`    before each dump in a pbench file
 */
export const isCaption = (line: string): boolean =>
  line.startsWith('timestamp: ') || COLUMN_TITLES.some((title) => line.startsWith(title));

function isRunOf(character: string, line: string): boolean {
  for (let at = 0; at < line.length; at++) if (line[at] !== character) return false;
  return line !== '';
}
