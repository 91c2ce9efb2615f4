//! Work for which no client waits: what another client does meanwhile, and what a fault put off.

use super::{Admitted, Came, Shared, parse_body};
use crate::asked::{self, Asked};
use crate::fault::{Alterations, Meanwhile, with_ids};
use crate::refusal::Refusal;
use crate::routes::{self, Route};
use crate::semantics::{cells, templates};
use crate::world::jobs::Job;

impl Shared {
    /// Does what another client does while a request is on its way.
    pub(super) fn meanwhile(&self, other: &Meanwhile, came: &Came<'_>) -> Result<(), Refusal> {
        let (path, body) = {
            let keys = &self.lock().world.about.keys;
            (with_ids(&other.path, keys), with_ids(&other.body.to_string(), keys))
        };
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let body = if other.body.is_null() { Vec::new() } else { body.into_bytes() };
        let asked = Asked {
            method: other.method.clone(),
            path: path.to_owned(),
            query: asked::parameters(query),
            version: Some("2026-03-11".to_owned()),
            body: body.into(),
        };
        self.repeat(&asked, came).map_err(|refusal| {
            let Meanwhile { method, path, .. } = other;
            let message =
                format!("The fault's own {method} {path} was refused: {}", refusal.message);
            Refusal::internal(message)
        })
    }

    /// Carries out a request that nobody waits for.
    fn repeat(&self, asked: &Asked, came: &Came<'_>) -> Result<(), Refusal> {
        let (route, segments) =
            routes::find(&asked.method, &asked.path).ok_or_else(Refusal::invalid_url)?;
        let body = parse_body(asked)?;
        // It was allowed when it was asked for, or somebody else does it who may do all.
        let &Route { work, kind, .. } = route;
        let admitted = Admitted { work, kind, needs: None, segments, body };
        self.work(asked, came, admitted, &Alterations::default()).map(drop)
    }

    /// Does the work that is due by now, of requests that were answered before it was done.
    pub(super) fn catch_up_late(&self) {
        {
            let state = self.lock();
            if state.late.is_empty() && !state.world.has_jobs() {
                return;
            }
        }
        loop {
            let due = self.lock().late.due(self.clock.now());
            let Some(due) = due else { break };
            let came = Came { base: due.base, headers: &due.headers };
            // Nobody is told what became of it.
            let _unheard = self.repeat(&due.asked, &came);
        }
        let mut state = self.lock();
        state.world.now = self.clock.now();
        while let Some(job) = state.world.due_job() {
            match job {
                Job::Mirror { page, key, other, dual } => {
                    cells::catch_up(&mut state.world, page, &key, other, &dual);
                }
                Job::Template { page, template, zone, most } => {
                    templates::apply(&mut state.world, page, template, &zone, most);
                }
            }
            if state.world.is_changed() {
                // What the disk does not take is taken back, and nobody is told.
                let _unheard = state.keep();
            }
        }
    }
}
