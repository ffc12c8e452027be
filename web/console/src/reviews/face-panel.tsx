import type { ReviewCase } from '../../../../api/schemas/review';
import { Check, CircleHelp, TriangleAlert, UserRoundCheck } from '../parts/icons';
import { useSettings } from '../settings';
import { Shot } from './image-stage';

/** Portrait, selfie and their distance on the policy's bands, drawn to scale: smaller is more alike. */
export function FacePanel({ review }: { review: ReviewCase }) {
  const { t } = useSettings();
  const { face } = review;
  const words = t.case.face;
  const faces = [
    { ok: face.portraitFound, text: face.portraitFound ? words.found : words.noPortrait },
    { ok: face.selfieFaces === 1, text: face.selfieFaces === 1 ? words.oneFace : words.faces(face.selfieFaces) },
  ];
  return (
    <div className="face">
      {review.clear ? (
        <div className="pair">
          {(['portrait', 'selfie'] as const).map((picture) => (
            <figure key={picture}>
              <Shot reviewId={review.review.id} picture={picture} present={review.images[picture]} />
              <figcaption>{picture === 'portrait' ? t.case.stage.portrait : t.case.stage.selfie}</figcaption>
            </figure>
          ))}
        </div>
      ) : null}
      <div className="face-score">
        {face.declined ? (
          <Declined />
        ) : (
          <>
            <FaceBand face={face} />
            <ul className="checks">
              {faces.map(({ ok, text }) => (
                <li key={text} className={ok ? 'ok' : 'warn'}>
                  {ok ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />} {text}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

/** No machine has looked at these faces; the officer's eye is the whole comparison. */
function Declined() {
  const { t } = useSettings();
  return (
    <div className="note info" role="note">
      <UserRoundCheck size={16} aria-hidden />
      <div>
        <p className="b">{t.case.face.declined}</p>
        <p className="t2">{t.case.face.declinedNext}</p>
      </div>
    </div>
  );
}

/** Distances of this engine reach beyond 1 only between very unlike faces; there the marker stands at the edge. */
const SCALE_END = 1;

const percent = (value: number): string => `${(Math.min(SCALE_END, Math.max(0, value)) / SCALE_END) * 100}%`;

function FaceBand({ face }: { face: ReviewCase['face'] }) {
  const { t } = useSettings();
  const words = t.case.face;
  const { distance, acceptTo, reviewTo } = face;
  const [tone, where] =
    distance === null
      ? (['unk', words.unknown] as const)
      : distance <= acceptTo
        ? (['ok', words.inAccept] as const)
        : distance <= reviewTo
          ? (['warn', words.inReview] as const)
          : (['bad', words.inReject] as const);
  const Icon = tone === 'ok' ? Check : tone === 'unk' ? CircleHelp : TriangleAlert;
  return (
    <>
      <div className="row">
        <h2>{words.title}</h2>
        <span className="t3 s12">{words.smaller}</span>
        <span className="grow" />
        <span className={`${tone} nw score`}>
          <Icon size={14} aria-hidden /> {distance === null ? null : <b>{distance.toFixed(3)}</b>} {where}
        </span>
      </div>
      {distance === null ? (
        <div className="band none" />
      ) : (
        <>
          <div className="zones s12" aria-hidden>
            <span className="ok" style={{ width: percent(acceptTo) }}>
              {words.accept}
            </span>
            <span className="warn" style={{ width: percent(reviewTo - acceptTo) }}>
              {words.review}
            </span>
            <span className="bad" style={{ width: percent(SCALE_END - reviewTo) }}>
              {words.reject}
            </span>
          </div>
          <div className="band" aria-hidden>
            <i className="o" style={{ width: percent(acceptTo) }} />
            <i className="w" style={{ width: percent(reviewTo - acceptTo) }} />
            <i className="x" style={{ width: percent(SCALE_END - reviewTo) }} />
            <u style={{ left: percent(distance) }} />
          </div>
          <div className="ticks" aria-hidden>
            <span style={{ left: '0%' }}>0</span>
            <span style={{ left: percent(acceptTo) }}>{acceptTo.toFixed(2)}</span>
            <span style={{ left: percent(reviewTo) }}>{reviewTo.toFixed(2)}</span>
            <span style={{ left: '100%' }}>{SCALE_END.toFixed(2)}</span>
          </div>
        </>
      )}
    </>
  );
}
