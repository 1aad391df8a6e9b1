/** Keeps one broken part from taking the window with it. */
import { Component, type ReactNode } from 'react';

type Props = {
  children: ReactNode;
  /** Shown instead; `retry` renders the children again. */
  fallback: (retry: () => void) => ReactNode;
  report: (what: string, error: unknown) => void;
  what: string;
};

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.report(this.props.what, error);
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback(() => this.setState({ failed: false })) : this.props.children;
  }
}
