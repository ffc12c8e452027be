import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { ApiProblem } from '../api/client';
import { clockQuery, sessionQuery, signIn } from '../api/queries';
import { useSettings } from '../settings';
import { Clock, TriangleAlert } from '../parts/icons';
import { Brand } from './brand';
import { LanguageSwitch, ThemeSwitch } from './switches';

interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** `ended`: somebody was signed in on this page until just now. */
export function SignInPage({ ended }: { ended: boolean }) {
  const { t } = useSettings();
  const queries = useQueryClient();
  const sandbox = useQuery({ ...clockQuery, retry: false }); // Nothing is there in production.
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  const required = [{ required: true, message: t.signIn.required }];
  return (
    <div className="gate">
      <div className="gate-top">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main className="card gate-card">
        <Brand />
        <h1>{t.signIn.title}</h1>
        <p className="t3">{t.signIn.lead}</p>
        {ended ? (
          <div className="note info" role="status">
            <Clock size={16} aria-hidden />
            <span>{t.signIn.ended}</span>
          </div>
        ) : null}
        <Form<Credentials>
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => {
            attempt.mutate(values);
          }}
        >
          <Form.Item name="login" label={t.signIn.login} rules={required}>
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
          </Form.Item>
          <Form.Item name="password" label={t.signIn.password} rules={required}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          {attempt.isError ? <Refusal error={attempt.error} /> : null}
          <Button type="primary" htmlType="submit" size="large" block loading={attempt.isPending}>
            {t.signIn.submit}
          </Button>
        </Form>
        {sandbox.isSuccess ? <p className="t3 s12 gate-foot">{t.signIn.demo}</p> : null}
      </main>
    </div>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useSettings();
  const status = error instanceof ApiProblem ? error.status : 0;
  const text =
    status === 401 || status === 400
      ? t.signIn.wrong
      : status === 429
        ? t.signIn.tooMany
        : status === 0
          ? t.state.unreachable
          : t.state.failed;
  return (
    <div className="note bad" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <span>{text}</span>
    </div>
  );
}
