import type { ReactNode } from 'react';
import { Component } from 'react';

interface Props {
  /** What is shown instead of a part that broke. */
  instead: ReactNode;
  children: ReactNode;
}

/** Keeps a mistake in one part from taking the page with it. */
export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
