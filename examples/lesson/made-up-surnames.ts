import type { Example } from '@sekvens/data/node';

/** Beginnings and endings that sound like surnames of a language. No list of people was used; some results may exist. */
const parts: Readonly<Record<string, readonly [beginnings: string, endings: string]>> = {
  Dutch: ['Brand Does Graaf Hage Hoek Klooster Laak Oost Vlie West Zand Zee', 'man stra ma broek veld huis kamp sma'],
  Italian: ['Bal Cort Ferr Gald Lomb Mand Pell Rost Sant Tald Vann Zamb', 'etti ini elli ardo oni acci esi ucci'],
  Japanese: ['Aka Fuji Haya Kawa Kita Matsu Mura Naka Oka Shima Taka Yama', 'moto saki zawa hara mori naga waki gawa'],
  Polish: ['Bor Chmiel Dobr Gaw Jask Kowal Lip Mal Nowak Pawl Strz Wisz', 'owski ewicz iak czyk icki ynski ek arz'],
};

/** 96 invented surnames for each of four languages: enough to try the step, not to judge a network. */
export function madeUpSurnames(): Example[] {
  return Object.entries(parts).flatMap(([label, [beginnings, endings]]) =>
    beginnings.split(' ').flatMap((beginning) => endings.split(' ').map((ending) => ({ text: beginning + ending, label }))),
  );
}
