//! The local Notion as its clients see it: requests in, answers out.

#[cfg(test)]
mod blocks;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod capabilities;
#[cfg(test)]
mod comments;
#[cfg(test)]
mod computed;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod data_sources;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod faults_of_files;
#[cfg(test)]
mod faults_of_time;
#[cfg(test)]
mod file_uploads;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod order_of_checks;
#[cfg(test)]
mod page_markdown;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod persistence;
#[cfg(test)]
mod places;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod recordings;
#[cfg(test)]
mod search_and_users;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod server;
#[cfg(test)]
mod support;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod views;
#[cfg(test)]
mod webhooks;
