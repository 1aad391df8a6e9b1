/** A message's text with its links. A link opens only after a dialog has shown where it leads. */
import type { MouseEvent } from 'react';

import { linkText } from '../../app/text/link-text.ts';
import { useApp } from '../app-context.ts';

export const MessageText = ({ text }: { text: string }) => {
  const { dialog } = useApp();
  return (
    <p className="message-text" dir="auto">
      {linkText(text).map((part, index) => {
        if (part.kind === 'text') return part.text;
        const ask = (event: MouseEvent): void => {
          event.preventDefault();
          dialog.set({ kind: 'open-link', url: part.url });
        };
        return (
          <a key={index} href={part.url} rel="noreferrer" className="link" onClick={ask} onAuxClick={ask}>
            {part.text}
          </a>
        );
      })}
    </p>
  );
};
