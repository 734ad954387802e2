/** A word of the text and a unit of a layer. */
export interface Place {
  readonly token: number;
  readonly unit: number;
}
