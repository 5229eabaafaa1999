-- Who has an account as a contact: they are told when its name changes.
create index contact_holder on contact (contact_id);
