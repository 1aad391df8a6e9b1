/** A text as it was meant, drawn from a tree; nothing in it is ever HTML. */
import { memo } from 'react';

import type { Block, List } from '../../app/text/markup.ts';
import { parseMarkup } from '../../app/text/parse-markup.ts';
import type { Drawing } from './drawing.ts';
import { CodeBlock } from './code-block.tsx';
import { Inlines } from './inline-view.tsx';
import './markup.css';

type MarkupViewProps = Drawing & { text: string };

export const MarkupView = memo(({ text, ...drawing }: MarkupViewProps) => {
  const { blocks, isBigEmoji } = parseMarkup(text);
  const [first] = blocks;
  if (blocks.length === 1 && first?.kind === 'paragraph') {
    return (
      <p className={isBigEmoji ? 'message-text big-emoji emoji' : 'message-text'} dir="auto">
        <Inlines nodes={first.children} drawing={drawing} />
      </p>
    );
  }
  return (
    <div className="message-text message-blocks">
      <Blocks blocks={blocks} drawing={drawing} />
    </div>
  );
});

const Blocks = ({ blocks, drawing }: { blocks: readonly Block[]; drawing: Drawing }) =>
  blocks.map((block, i) => <BlockView key={i} block={block} drawing={drawing} />);

const BlockView = ({ block, drawing }: { block: Block; drawing: Drawing }) => {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Inlines nodes={block.children} drawing={drawing} />
        </p>
      );
    case 'heading':
      // a heading of the page it is not: screen readers are to jump from message to message
      return (
        <p className={`said-heading said-heading-${block.level}`} dir="auto">
          <Inlines nodes={block.children} drawing={drawing} />
        </p>
      );
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />;
    case 'quote':
      return (
        <blockquote className="said-quote" dir="auto">
          <Blocks blocks={block.children} drawing={drawing} />
        </blockquote>
      );
    case 'list':
      return <ListView list={block} drawing={drawing} />;
  }
};

const ListView = ({ list: { start, items }, drawing }: { list: List; drawing: Drawing }) => {
  const rows = items.map(({ children, lists }, i) => (
    <li key={i} dir="auto">
      <Inlines nodes={children} drawing={drawing} />
      {lists.map((list, at) => (
        <ListView key={at} list={list} drawing={drawing} />
      ))}
    </li>
  ));
  return start === undefined ? (
    <ul className="said-list">{rows}</ul>
  ) : (
    <ol className="said-list" start={start}>
      {rows}
    </ol>
  );
};
