type Range = { readonly type: string; readonly quality: number };

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

/** The more exact range decides (RFC 9110, section 12.5.1). */
function qualityOf(offer: string, ranges: readonly Range[]): number {
  const [kind = ''] = offer.split('/');
  const fitting = [offer, `${kind}/*`, '*/*'].map((type) => ranges.find((range) => range.type === type));
  return fitting.find((range) => range !== undefined)?.quality ?? 0;
}

/** The offer that an `Accept` header likes best, the first of equals; null where it takes none of them. */
export function chooseMediaType<Offer extends string>(accept: string, offers: readonly Offer[]): Offer | null {
  const ranges = accept.split(',').map(readRange);
  const [best] = offers
    .map((offer) => ({ offer, quality: qualityOf(offer, ranges) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return best?.offer ?? null;
}
