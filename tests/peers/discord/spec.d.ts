/** The zod schemas made from Discord's own OpenAPI description; the package ships them without types. */
declare module 'discord-api-spec/zod' {
  type Schema = {
    safeParse(value: unknown):
      | { readonly success: true; readonly data: unknown }
      | {
          readonly success: false;
          readonly error: {
            readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
          };
        };
  };
  export const ApplicationCommandUpdateRequestSchema: Schema;
  export const MessageCreateRequestSchema: Schema;
  export const MessageEditRequestPartialSchema: Schema;
  export const IncomingWebhookUpdateRequestPartialSchema: Schema;
  export const IncomingWebhookRequestPartialSchema: Schema;
  export const IncomingWebhookInteractionRequestSchema: Schema;
  export const ModalInteractionCallbackRequestDataSchema: Schema;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema;
  export const CreateTextThreadWithMessageRequestSchema: Schema;
}
