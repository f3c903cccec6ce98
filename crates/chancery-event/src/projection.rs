//! Projection: PLOVER's own reading of an event, and its CAMEO code.

use chancery_world::{EventType, Mode};

use crate::Factuality;

/// PLOVER's own type and mode of an event.
pub(crate) fn plover(
    kind: EventType,
    mode: Option<Mode>,
    _factuality: Factuality,
) -> (EventType, Option<Mode>) {
    (kind, mode)
}
