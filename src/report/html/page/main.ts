import { PAGE_IDS, type PageData } from '../page-data.js';
import { drawContentionMap } from './contention-chart.js';
import { drawFlameGraph } from './flame-chart.js';
import { drawMemory } from './memory-chart.js';
import { drawScaling } from './scaling-chart.js';
import { preparePrint } from './width-change.js';
import { drawWithoutTransitions } from './without-transitions.js';
import './page.css';

drawWithoutTransitions();
// Before the charts are, which are drawn anew for the paper.
preparePrint();

const data = JSON.parse(document.getElementById(PAGE_IDS.data)?.textContent ?? '{}') as PageData;

const withElement = (id: string, draw: (element: HTMLElement) => void): void => {
  const element = document.getElementById(id);
  if (element !== null) draw(element);
};

withElement(PAGE_IDS.theme, (button) => {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const dark = (): boolean =>
    document.documentElement.dataset.theme === undefined
      ? scheme.matches
      : document.documentElement.dataset.theme === 'dark';
  const show = (): void => {
    button.textContent = dark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to ${dark() ? 'light' : 'dark'} colours`);
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
    show();
  });
  scheme.addEventListener('change', show);
  show();
});

const { flame, map, window: shares, curves, recordedCpus, memory } = data;
if (flame !== null) withElement(PAGE_IDS.flame, (element) => drawFlameGraph(element, flame));
if (map !== null) withElement(PAGE_IDS.map, (element) => drawContentionMap(element, map, shares));
withElement(PAGE_IDS.curves, (element) => drawScaling(element, curves, recordedCpus));
withElement(PAGE_IDS.memory, (element) => drawMemory(element, memory));
