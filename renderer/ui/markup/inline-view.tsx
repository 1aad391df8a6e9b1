/** What stands within a line. */
import type { MouseEvent, ReactNode } from 'react';

import type { Inline } from '../../app/text/markup.ts';
import { useApp } from '../app-context.ts';
import type { Drawing } from './drawing.ts';
import { MentionView } from './mention-view.tsx';
import { MessageLinkView } from './message-link-view.tsx';
import { Spoiler } from './spoiler.tsx';

type InlinesProps = { nodes: readonly Inline[]; drawing: Drawing };

export const Inlines = ({ nodes, drawing }: InlinesProps): ReactNode =>
  nodes.map((node, i) => (node.kind === 'text' ? node.text : <InlineView key={i} node={node} drawing={drawing} />));

type InlineViewProps = { node: Exclude<Inline, { kind: 'text' }>; drawing: Drawing };

const InlineView = ({ node, drawing }: InlineViewProps) => {
  if (node.kind === 'code') return <code className="code">{node.text}</code>;
  if (node.kind === 'mention') return <MentionView mention={node.mention} drawing={drawing} />;
  if (node.kind === 'message') return <MessageLinkView link={node.link} drawing={drawing} />;
  const inside = <Inlines nodes={node.children} drawing={drawing} />;
  switch (node.kind) {
    case 'strong':
      return <strong>{inside}</strong>;
    case 'emphasis':
      return <em>{inside}</em>;
    case 'underline':
      return <u>{inside}</u>;
    case 'strike':
      return <s>{inside}</s>;
    case 'spoiler':
      return <Spoiler tabIndex={drawing.tabIndex}>{inside}</Spoiler>;
    case 'link':
      return (
        <LinkView url={node.url} tabIndex={drawing.tabIndex}>
          {inside}
        </LinkView>
      );
  }
};

/** Opens only after a dialog has shown where it leads. */
const LinkView = ({ url, tabIndex, children }: { url: string; tabIndex: 0 | -1; children: ReactNode }) => {
  const { dialog } = useApp();
  const ask = (event: MouseEvent): void => {
    event.preventDefault();
    dialog.set({ kind: 'open-link', url });
  };
  return (
    <a href={url} title={url} rel="noreferrer" className="link" tabIndex={tabIndex} onClick={ask} onAuxClick={ask}>
      {children}
    </a>
  );
};
