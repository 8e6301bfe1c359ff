/** Inline tokens as React elements. HTML is text, an image is its alt text, a link is one only where it is safe. */
import type { ReactNode } from 'react';
import type { MarkedToken, Token } from 'marked';
import { ImageOff } from 'lucide-react';
import { decodeEntities } from './entities';
import { InlineFormula } from './math/formula';
import { Link } from './link';
import type { MathToken } from './math/tokens';
import { plainText } from './plain-text';
import { safeLink, stripInvisible } from './safe-link';

/** Emphasis in emphasis deeper than this is shown as it was written. */
const deepest = 40;

export interface InlineProps {
  tokens: readonly Token[] | undefined;
  depth?: number;
  /** Inside a link: invisible characters are dropped, so its text cannot pose as another. */
  inLink?: boolean;
}

export function Inline({ tokens, depth = 0, inLink = false }: InlineProps): ReactNode {
  return tokens?.map((token, at) => <Span key={at} token={token} depth={depth} inLink={inLink} />);
}

function Span({ token: given, depth, inLink }: { token: Token; depth: number; inLink: boolean }) {
  const clean = (text: string) => plainText(inLink ? stripInvisible(text) : text);
  if (depth > deepest) return clean(given.raw);
  const inside = (tokens: readonly Token[] | undefined) => (
    <Inline tokens={tokens} depth={depth + 1} inLink={inLink} />
  );
  if (given.type === 'inlineMath') {
    const { text } = given as MathToken;
    return inLink ? clean(given.raw) : <InlineFormula tex={text} source={given.raw} />;
  }
  const token = given as MarkedToken;
  switch (token.type) {
    case 'text':
      return token.tokens ? inside(token.tokens) : clean(decodeEntities(token.text));
    case 'escape':
      return clean(token.text);
    case 'strong':
      return <strong className="font-semibold">{inside(token.tokens)}</strong>;
    case 'em':
      return <em>{inside(token.tokens)}</em>;
    case 'del':
      return <del>{inside(token.tokens)}</del>;
    case 'codespan':
      return (
        <code className="rounded-[4px] border border-line-soft bg-raised px-1 py-px text-[0.86em] break-words">
          {clean(token.text)}
        </code>
      );
    case 'br':
      return <br />;
    case 'checkbox':
      return <Checkbox checked={token.checked} />;
    case 'link': {
      const to = safeLink(token.autolink ? token.href : decodeEntities(token.href));
      const children = <Inline tokens={token.tokens} depth={depth + 1} inLink />;
      if (!to || inLink) return children;
      return (
        <Link to={to} text={stripInvisible(token.text)}>
          {children}
        </Link>
      );
    }
    case 'image':
      return <Image alt={stripInvisible(decodeEntities(token.text)).trim()} />;
    default:
      return clean(token.raw);
  }
}

/** An image would be a request to a host the model chose. Its words are shown instead. */
function Image({ alt }: { alt: string }) {
  return (
    <span className="inline-flex items-baseline gap-1 rounded-[4px] border border-dashed border-line px-1.5 text-ink-2">
      <ImageOff aria-hidden="true" className="size-3 self-center text-ink-3" />
      {alt}
      <span className="text-small text-ink-3">
        {alt ? '(image not loaded)' : 'image not loaded'}
      </span>
    </span>
  );
}

export function Checkbox({ checked }: { checked: boolean }) {
  return (
    <input
      type="checkbox"
      checked={checked}
      readOnly
      disabled
      aria-label={checked ? 'done' : 'to do'}
      className="mr-1.5 size-3.5 translate-y-[2px] accent-ok"
    />
  );
}
