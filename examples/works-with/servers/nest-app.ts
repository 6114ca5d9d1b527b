import 'reflect-metadata'
import type { INestApplication } from '@nestjs/common'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { EventsController } from '../nestjs.ts'

@Module({ controllers: [EventsController] })
class AppModule {}

export async function createApp(): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { logger: false })
  return app.init()
}
