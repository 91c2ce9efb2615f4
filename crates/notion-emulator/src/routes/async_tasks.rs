//! Async tasks: work that is answered with a 202, and asked for again until it is over.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::not_found;
use crate::call::{Answer, Call};
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::task::{Outcome, Task};

/// How long a task says to wait in the queue, to run, and to be there to be asked for.
const QUEUED: SignedDuration = SignedDuration::from_secs(1);
const RUNNING: SignedDuration = SignedDuration::from_secs(2);
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);
const POLL_AFTER: u64 = 2;

/// Does the work of a call, and answers with the task that says how it ended.
///
/// The work is done at once, for whoever reads the page; the task goes by the clock.
pub(super) fn accept(
    world: &mut World,
    operation: &str,
    work: impl FnOnce(&mut World) -> Result<Answer, Refusal>,
) -> Result<Answer, Refusal> {
    let (outcome, made) = match work(world) {
        Ok(answer) => (Outcome::Succeeded(Value::Object(answer.body)), answer.made),
        Err(refusal) => (Outcome::Failed(error(&refusal)), None),
    };
    let id = world.ids.v4();
    let created = world.moment();
    world.put(Task { id, created, operation: operation.into(), outcome });
    let mut answer = retrieved(world, id)?;
    answer.status = 202;
    answer.made = made;
    Ok(answer)
}

/// The error of a task is that of a request, which has no id of its own.
fn error(refusal: &Refusal) -> Value {
    let mut error = refusal.body(Uuid::nil());
    if let Some(members) = error.as_object_mut() {
        members.shift_remove("request_id");
    }
    error
}

fn retrieved(world: &World, id: Uuid) -> Result<Answer, Refusal> {
    let name = format!("task_{}", id.simple());
    let task = world.find::<Task>(id);
    let age = task.map(|task| world.now.duration_since(task.created.timestamp()));
    let Some((task, age)) = task.zip(age).filter(|(_, age)| *age < LIFETIME) else {
        let mut refusal = not_found(world, "async_task", id);
        refusal.message = format!("Could not find async task with ID: {name}.");
        return Err(refusal);
    };
    let created = task.created.timestamp().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    let operation = json!({ "surface": "rest", "name": task.operation });
    let mut members: Map<String, Value> = Map::new();
    members.insert("object".into(), json!("async_task"));
    members.insert("id".into(), json!(name));
    let is_over = age >= RUNNING;
    let status = match &task.outcome {
        _ if age < QUEUED => "queued",
        _ if !is_over => "running",
        Outcome::Succeeded(_) => "succeeded",
        Outcome::Failed(_) => "failed",
    };
    members.insert("status".into(), json!(status));
    members.insert("status_url".into(), json!(format!("{}/v1/async_tasks/{name}", world.base)));
    members.insert("created_time".into(), json!(created));
    match &task.outcome {
        _ if !is_over => drop(members.insert("poll_after_seconds".into(), json!(POLL_AFTER))),
        Outcome::Succeeded(result) => drop(members.insert("result".into(), result.clone())),
        Outcome::Failed(error) => drop(members.insert("error".into(), error.clone())),
    }
    members.insert("operation".into(), operation);
    Ok(Answer::of(members))
}

/// `GET /v1/async_tasks/{task_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let name = call.segment("task_id");
    call.only_query(&[])?;
    let id = name.strip_prefix("task_").filter(|hex| hex.len() == 32);
    let id = id.and_then(|hex| Uuid::try_parse(hex).ok()).ok_or_else(|| {
        let quoted = Value::from(name);
        Refusal::validation(format!(
            "path failed validation: path.task_id should be a valid async task id, instead was \
             `{quoted}`."
        ))
    })?;
    retrieved(world, id)
}
