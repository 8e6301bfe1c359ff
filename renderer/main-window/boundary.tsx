/** Keeps a fault in one part of the page from blanking the window. React knows no other form than a class. */
import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import { Button } from '../ui/button';
import { Empty } from '../ui/empty';

interface Props {
  /** Another one starts afresh: the session or section shown. */
  subject: string;
  children: ReactNode;
}

interface State {
  failed: boolean;
  subject: string;
}

export class Boundary extends Component<Props, State> {
  override state: State = { failed: false, subject: this.props.subject };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.subject === state.subject ? null : { failed: false, subject: props.subject };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('a part of the page failed', error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="flex min-w-0 flex-1 items-center">
        <Empty
          title="This part of the window failed"
          actions={<Button onClick={() => this.setState({ failed: false })}>Show it again</Button>}
        >
          <p>
            Your sessions are safe and go on. If it fails again, Diagnostics has the log for a
            report.
          </p>
        </Empty>
      </main>
    );
  }
}
