/** What the core said when it refused. */
export const Problem = ({ error }: { error: string | undefined }) =>
  error === undefined ? null : (
    <p className="field-note field-error" role="alert">
      {error}
    </p>
  );
