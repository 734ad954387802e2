export { sampleNews } from './news/sample-news.js';
export type { SampleNewsOptions } from './news/sample-news.js';
export type { NewsColumn, NewsDatasets } from './news/news-datasets.js';
