create table gio_state.tokens (
    token_key text primary key,
    generation bigint not null,
    encrypted bytea not null,
    issued_at timestamptz not null
);
comment on table gio_state.tokens is 'The one signed token every process and host of a project shares';
comment on column gio_state.tokens.token_key is 'SHA-256 of address, project uid, client id and ai';
comment on column gio_state.tokens.generation is 'Counts the tokens: a request refused with generation n needs a later one';
comment on column gio_state.tokens.encrypted is 'The token, encrypted with a key derived from the project''s private key';
comment on column gio_state.tokens.issued_at is 'When it was asked for, by the clock of this database; it lives 30 days';

create table gio_state.rate_limits (
    project_key text primary key,
    spacing interval not null,
    last_sent_at timestamptz,
    blocked_until timestamptz
);
comment on table gio_state.rate_limits is 'When a project''s last limited request left, whichever process or host sent it';
comment on column gio_state.rate_limits.project_key is 'SHA-256 of address and project uid';
comment on column gio_state.rate_limits.spacing is 'Time to the next request, as the last sender had it configured';
comment on column gio_state.rate_limits.last_sent_at is 'When the last limited request left, by the clock of this database';
comment on column gio_state.rate_limits.blocked_until is 'No request before this instant: the source answered 429';
