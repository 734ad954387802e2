import { element } from './element.js';
import { parts } from './parts.js';

const page = document.querySelector('#page');
page?.append(
  element('h1', 'sekvens'),
  element('p', 'This page will train a recurrent text model in the browser, show it learning, and let you look into the network.'),
  element('p', 'It will wire together:'),
  element('dl', ...parts.flatMap(({ name, version, role }) => [element('dt', `${name} ${version}`), element('dd', role)])),
);
