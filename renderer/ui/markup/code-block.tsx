/** Code, coloured once the colours are loaded; that changes no size. */
import { useEffect, useMemo } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { createStore } from '../../app/store.ts';
import { useApp, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';

type Highlight = (typeof import('../../app/highlight.ts'))['highlight'];

const loaded = createStore<{ highlight?: Highlight }>({});
let loading: Promise<void> | undefined;

const load = (): Promise<void> => {
  loading ??= import('../../app/highlight.ts').then(({ highlight }) => loaded.set({ highlight }));
  return loading;
};

type CodeBlockProps = { language: string; text: string };

export const CodeBlock = ({ language, text }: CodeBlockProps) => {
  const { services } = useApp();
  const { highlight } = useStore(loaded);
  useEffect(() => {
    if (language !== '') drop(load(), 'loading the colours of code', services.report);
  }, [language, services]);
  const parts = useMemo(() => (language === '' ? undefined : highlight?.(language, text)), [highlight, language, text]);
  return (
    <pre className="code-block" aria-label={strings.markup.code(language)} dir="ltr">
      <code>
        {parts === undefined
          ? text
          : parts.map(({ text: part, style }, i) =>
              style === 'plain' ? (
                part
              ) : (
                <span key={i} className={`code-${style}`}>
                  {part}
                </span>
              ),
            )}
      </code>
    </pre>
  );
};
