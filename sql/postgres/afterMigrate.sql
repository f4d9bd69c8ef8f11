-- Who may do what, put right after every migration, so that no new table is forgotten.
-- The owner of the schema is used by the function schema-postgres alone. Passwords are set by that function from their secrets.
do $$
declare
  reading text[] := array['offblock_reader', 'offblock_loader', 'offblock_alerts'];
  role text;
begin
  foreach role in array reading loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I login', role);
    end if;
    execute format('grant usage on schema public to %I', role);
    execute format('grant select on all tables in schema public to %I', role);
    execute format('alter default privileges in schema public grant select on tables to %I', role);
  end loop;

  -- A reader cannot write even where a grant were too wide.
  alter role offblock_reader set default_transaction_read_only = on;

  -- The loader writes rows. It makes no table but temporary ones and the months that open_months makes for it.
  grant insert, update, delete on all tables in schema public to offblock_loader;
  grant usage on all sequences in schema public to offblock_loader;
  alter default privileges in schema public grant insert, update, delete on tables to offblock_loader;
  alter default privileges in schema public grant usage on sequences to offblock_loader;
  revoke all on flyway_schema_history from offblock_reader, offblock_loader, offblock_alerts;
  if to_regprocedure('open_months(text[])') is not null then
    alter function open_months(text[]) security definer set search_path = public, pg_temp;
    revoke execute on function open_months(text[]) from public;
    grant execute on function open_months(text[]) to offblock_loader;
  end if;
  execute format('revoke create, temporary on database %I from public', current_database());
  execute format('grant temporary on database %I to offblock_loader', current_database());
  revoke create on schema public from public;

  -- Alerts: loaders tell which flights have news where a rule may want them, the alerts' own user does the rest.
  if to_regnamespace('alert') is not null then
    grant usage on schema alert to offblock_loader, offblock_alerts;
    grant select (enabled) on alert.rule to offblock_loader;
    grant insert (flight) on alert.news to offblock_loader;
    grant select, insert, update, delete on all tables in schema alert to offblock_alerts;
  end if;
end
$$;
